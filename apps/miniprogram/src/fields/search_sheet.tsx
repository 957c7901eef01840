import { Button, Input, Text, View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import type { FieldItem } from '@/api/shapes';
import { table } from '@/api/tables';
import { Sheet } from '@/components/sheet';
import { useLang } from '@/state/settings';
import { useWords } from '@/words';
import { Row } from './choice_field';
import type { Entry } from './field';

/** More rows at once are slow to draw on old phones, and nobody reads them. */
const SHOWN_AT_MOST = 40;

interface Searched {
  item: FieldItem;
  entries: Entry[];
  value: string;
  onChoose: (value: string) => void;
  onClose: () => void;
}

export function SearchSheet({ item, entries, value, onChoose, onClose }: Searched) {
  const words = useWords();
  const [wanted, setWanted] = useState('');
  const [district, setDistrict] = useState<string | null>(null);
  const districts = useDistricts(entries);
  const parts = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = entries.filter((entry) => {
    const text = `${entry.label} ${entry.note ?? ''}`.toLowerCase();
    return (!district || entry.district === district) && parts.every((part) => text.includes(part));
  });
  return (
    <Sheet title={item.label} onClose={onClose}>
      <View className="label">
        <Text>{words('step.search')}</Text>
      </View>
      <Input
        id={`search-${item.field}`}
        className="input"
        value={wanted}
        ariaLabel={words('step.search')}
        onInput={(event) => setWanted(event.detail.value)}
      />
      {districts.length > 1 && (
        <View className="chips">
          <Chip id="district-all" label={words('step.all_districts')} isOn={district === null} onTap={() => setDistrict(null)} />
          {districts.map((one) => (
            <Chip
              key={one.value}
              id={`district-${one.value}`}
              label={one.label}
              isOn={district === one.value}
              onTap={() => setDistrict(one.value)}
            />
          ))}
        </View>
      )}
      {hits.length === 0 && (
        <View className="hint">
          <Text>{words('step.none_found')}</Text>
        </View>
      )}
      {hits.slice(0, SHOWN_AT_MOST).map((entry) => (
        <Row
          key={entry.value}
          id={`option-${item.field}-${entry.value}`}
          option={entry}
          isChosen={entry.value === value}
          onTap={() => onChoose(entry.value)}
        />
      ))}
      {hits.length > SHOWN_AT_MOST && (
        <View className="hint">
          <Text>{words('step.more_found', { count: hits.length - SHOWN_AT_MOST })}</Text>
        </View>
      )}
    </Sheet>
  );
}

/** The districts that entries lie in, with their names. */
function useDistricts(entries: Entry[]): { value: string; label: string }[] {
  const language = useLang();
  const [all, setAll] = useState<{ value: string; label: string }[]>([]);
  const hasAny = entries.some((entry) => entry.district);
  // biome-ignore lint/correctness/useExhaustiveDependencies: their names are other ones in another language.
  useEffect(() => {
    if (hasAny) table('districts').then((answer) => answer.kind === 'ok' && setAll(answer.value));
  }, [hasAny, language]);
  const used = new Set(entries.map((entry) => entry.district));
  return all.filter((district) => used.has(district.value));
}

function Chip({ id, label, isOn, onTap }: { id: string; label: string; isOn: boolean; onTap: () => void }) {
  return (
    <Button id={id} className={isOn ? 'tap chip chip-on' : 'tap chip'} onClick={onTap}>
      <Text>{label}</Text>
    </Button>
  );
}
