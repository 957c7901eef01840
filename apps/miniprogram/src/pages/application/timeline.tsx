import { Text, View } from '@tarojs/components';
import type { Application } from '@/api/shapes';
import { dayAndTime } from '@/words/dates';

/** What happened and what is still to come, from top to bottom. */
export function Timeline({ moments }: { moments: Application['timeline'] }) {
  return (
    <View className="timeline" ariaRole="list">
      {moments.map((moment) => (
        <View key={moment.event + moment.title} className={`moment moment-${moment.progress}`} ariaRole="listitem">
          <View className="moment-dot" />
          <View className="moment-words">
            <Text className="moment-title">{moment.title}</Text>
            {moment.at && <Text className="quiet">{dayAndTime(moment.at)}</Text>}
          </View>
        </View>
      ))}
    </View>
  );
}
