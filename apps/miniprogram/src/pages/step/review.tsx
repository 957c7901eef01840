import { Button, Image, Text, View } from '@tarojs/components';
import { useState } from 'react';
import { type FieldItem, type Item, idOf, isMaterial, type MaterialItem } from '@/api/shapes';
import { Link } from '@/components/buttons';
import { CardPhoto } from '@/slots/card_photo';
import { usePicture } from '@/slots/picture';
import { named, useWords } from '@/words';
import { covered, grouped } from '@/words/numbers';
import type { Summary, Topic } from './use_summary';

/** What people entered themselves is not said of each line. */
const TYPED = 'typed';

interface Wanted {
  application: string;
  summary: Summary;
  /** Leads to the page where it is changed. */
  onChange: (item: Item) => void;
}

/** Everything that was answered, by topic, with where it came from and the way to change it; what was agreed to stands last. */
export function Review({ application, summary, onChange }: Wanted) {
  const words = useWords();
  return (
    <View id="review">
      {summary.topics.map((topic) => (
        <TopicPart key={topic.step} application={application} topic={topic} onChange={onChange} />
      ))}
      {summary.consents.length > 0 && (
        <View className="topic agreed">
          <Text className="topic-title">{words('step.agreed')}</Text>
          {summary.consents.map((item) => (
            <Text key={idOf(item)} id={`row-${idOf(item)}`} className={item.value ? 'agreed-row' : 'agreed-row wrong'}>
              {`${item.value ? '✓' : '✗'} ${agreedTo(item)}`}
            </Text>
          ))}
        </View>
      )}
    </View>
  );
}

function TopicPart({ application, topic, onChange }: { application: string; topic: Topic; onChange: (item: Item) => void }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(!topic.isKnown);
  return (
    <View className="topic">
      {topic.isKnown ? (
        <Button id={`topic-${topic.step}`} className="tap topic-fold" onClick={() => setOpen(!isOpen)}>
          <Text className="topic-title">{topic.title}</Text>
          <Text className="quiet">{words(isOpen ? 'step.fold_text' : 'step.show_all')}</Text>
        </Button>
      ) : (
        <Text className="topic-title">{topic.title}</Text>
      )}
      {isOpen &&
        topic.items.map((item) => (
          <View key={idOf(item)} id={`row-${idOf(item)}`} className="summary-row">
            {isMaterial(item) ? (
              <PictureRow application={application} item={item} />
            ) : (
              <AnswerRow item={item} isKnown={!topic.open.has(item.field)} />
            )}
            {topic.open.has(idOf(item)) && (
              <Link id={`change-${idOf(item)}`} onTap={() => onChange(item)}>
                {words('step.change')}
              </Link>
            )}
          </View>
        ))}
    </View>
  );
}

function AnswerRow({ item, isKnown }: { item: FieldItem; isKnown: boolean }) {
  const words = useWords();
  const value = item.shown ?? item.value ?? words('step.missing');
  const from = item.provenance && item.provenance !== TYPED && item.value ? item.provenance : null;
  return (
    <View className="summary-words">
      <Text className="summary-label">{item.label}</Text>
      <View className="summary-value">
        <Text>{isKnown ? covered(value) : grouped(value)}</Text>
        {from && <Text className="row-note">{named('step', `provenance_${from}`)}</Text>}
        {item.problem && <Text className="wrong">{item.problem.message}</Text>}
      </View>
    </View>
  );
}

function PictureRow({ application, item }: { application: string; item: MaterialItem }) {
  const words = useWords();
  const picture = usePicture(application, item.material, item.value ? item.uploaded_at : null, true);
  const label = words('slot.picture_of', { what: item.label });
  return (
    <View className="summary-words summary-picture">
      {picture && item.frame && <CardPhoto className="summary-face" picture={picture} frame={item.frame} label={label} />}
      {picture && !item.frame && <Image className="summary-thumb" mode="aspectFill" src={picture} ariaLabel={label} />}
      {!picture && <View className="summary-thumb" />}
      <View className="summary-value">
        <Text>{item.label}</Text>
        {!item.value && <Text className="row-note">{words('step.missing')}</Text>}
        {item.problem && <Text className="wrong">{item.problem.message}</Text>}
      </View>
    </View>
  );
}

/** The agreement's own title says more than the box under it. */
function agreedTo(item: Item): string {
  const title = !isMaterial(item) && item.agreement ? item.agreement.text.split('\n')[0] : undefined;
  return title || item.label;
}
