import { Button, Text } from '@tarojs/components';
import { useEffect, useState } from 'react';
import type { CodeEntry } from '@/api/shapes';
import { table } from '@/api/tables';
import { type Failed, Trouble } from '@/components/trouble';
import { useLang } from '@/state/settings';
import { useWords } from '@/words';
import type { Asked, Entry } from './field';
import { Labelled } from './labelled';
import { SearchSheet } from './search_sheet';

/** A long list: one searches in it, or narrows it by district where its entries have one. */
export function SearchField({ bank, ...asked }: Asked & { bank?: string | null }) {
  const words = useWords();
  const language = useLang();
  const { item, value, onChange } = asked;
  const [isOpen, setOpen] = useState(false);
  const [entries, setEntries] = useState<Entry[]>([]);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [tries, setTries] = useState(0);
  const { table: name, options } = item;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try and another language read the table anew.
  useEffect(() => {
    if (options) return setEntries(options);
    if (!name) return;
    let isCurrent = true;
    table(name, bank).then((answer) => {
      if (!isCurrent) return;
      if (answer.kind === 'ok') setEntries(answer.value.map(entry));
      setFailed(answer.kind === 'ok' ? null : answer);
    });
    return () => {
      isCurrent = false;
    };
  }, [name, options, bank, tries, language]);
  const chosen = entries.find((one) => one.value === value);
  const choose = (answer: string) => {
    setOpen(false);
    onChange(answer);
  };
  return (
    <Labelled {...asked}>
      {failed && <Trouble failed={failed} onAgain={() => setTries(tries + 1)} />}
      <Button id={`open-${item.field}`} className="tap opener" onClick={() => setOpen(true)}>
        <Text className={chosen ? '' : 'quiet'}>{chosen?.label ?? (value && item.shown ? item.shown : words('step.choose'))}</Text>
        <Text className="opener-sign">›</Text>
      </Button>
      {chosen?.note && <Text className="row-note">{chosen.note}</Text>}
      {isOpen && <SearchSheet item={item} entries={entries} value={value} onChoose={choose} onClose={() => setOpen(false)} />}
    </Labelled>
  );
}

function entry({ value, label, address, district }: CodeEntry): Entry {
  return { value, label, note: address, district };
}
