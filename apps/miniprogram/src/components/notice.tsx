import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';

/** Something that is said about the page as a whole. */
export function Notice({ kind, id, children }: { kind: 'wrong' | 'good' | 'told'; id?: string; children: ReactNode }) {
  return (
    <View id={id} className={`notice notice-${kind}`} ariaRole={kind === 'wrong' ? 'alert' : 'status'}>
      {typeof children === 'string' ? <Text>{children}</Text> : children}
    </View>
  );
}
