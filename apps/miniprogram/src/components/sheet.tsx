import { ScrollView, Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useWords } from '@/words';
import { Link } from './buttons';

/** Something that lies over the page until it is answered or closed. */
export function Sheet({ title, onClose, children }: { title: string; onClose?: () => void; children: ReactNode }) {
  const words = useWords();
  return (
    <View className="shade">
      <View className="sheet" ariaRole="dialog" ariaLabel={title}>
        <View className="sheet-head">
          <Text className="sheet-title">{title}</Text>
          {onClose && (
            <Link id="close" onTap={onClose}>
              {words('app.close')}
            </Link>
          )}
        </View>
        <ScrollView scrollY className="sheet-body">
          {children}
        </ScrollView>
      </View>
    </View>
  );
}
