import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';

interface Said {
  kind: 'wrong' | 'good' | 'told';
  id?: string;
  /** The service's name of it. */
  code?: string;
  children: ReactNode;
}

/** Something that is said about the page as a whole. */
export function Notice({ kind, id, code, children }: Said) {
  return (
    <View
      id={id}
      className={`notice notice-${kind} ${code ? `code-${code}` : ''}`}
      ariaRole={kind === 'wrong' ? 'alert' : 'status'}
    >
      {typeof children === 'string' ? <Text>{children}</Text> : children}
    </View>
  );
}
