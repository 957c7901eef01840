import { useWords } from '@/words';
import { ChoiceField } from './choice_field';
import { ConsentField } from './consent_field';
import { DateField } from './date_field';
import { type Asked, shortChoice } from './field';
import { MobileField } from './mobile_field';
import { SearchField } from './search_field';
import { TypedField } from './typed_field';

/** A question that may be answered, drawn by its kind. `bank`: whose branches are to choose from. */
export function Field({ bank, ...asked }: Asked & { bank?: string | null }) {
  const words = useWords();
  const { item } = asked;
  const options = shortChoice(item, words('app.yes'), words('app.no'));
  switch (item.kind) {
    case 'consent':
      return <ConsentField {...asked} />;
    case 'date':
    case 'date_or_long_term':
      return <DateField {...asked} />;
    case 'yes_no':
    case 'choice':
      return options ? <ChoiceField {...asked} options={options} /> : <SearchField {...asked} bank={bank} />;
    case 'mobile':
      return <MobileField {...asked} />;
    case 'name':
    case 'id_number':
    case 'address':
      return <TypedField {...asked} />;
  }
}
