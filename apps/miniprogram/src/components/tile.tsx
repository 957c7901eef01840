import { Button, Text, View } from '@tarojs/components';

/** A way to somewhere, with a line that says what is there. */
export function Tile({ id, title, lead, onTap }: { id: string; title: string; lead: string; onTap: () => void }) {
  return (
    <Button id={id} className="tap tile" onClick={onTap}>
      <View className="tile-words">
        <Text className="tile-title">{title}</Text>
        <Text className="tile-lead">{lead}</Text>
      </View>
      <Text className="opener-sign">›</Text>
    </Button>
  );
}
