import { Text, View } from '@tarojs/components';
import { useWords, type Word } from '@/words';

const FACTS: [Word, Word][] = [
  ['facts.time_title', 'facts.time'],
  ['facts.made_title', 'facts.made'],
  ['facts.cost_title', 'facts.cost'],
  ['facts.collect_title', 'facts.collect'],
];
const READY: Word[] = ['facts.ready_agent', 'facts.ready_child', 'facts.ready_birth', 'facts.ready_photo'];

/** What an application takes, and what to have at hand. */
export function Facts() {
  const words = useWords();
  return (
    <View>
      <View className="facts">
        {FACTS.map(([title, fact]) => (
          <View key={title} className="fact">
            <Text className="fact-title">{words(title)}</Text>
            <Text className="fact-text">{words(fact)}</Text>
          </View>
        ))}
      </View>
      <View className="section-title">
        <Text>{words('facts.ready')}</Text>
      </View>
      <View className="field ready">
        {READY.map((word) => (
          <Text key={word} className="ready-row">{`· ${words(word)}`}</Text>
        ))}
      </View>
    </View>
  );
}
