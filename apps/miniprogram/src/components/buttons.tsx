import { Button, Text } from '@tarojs/components';
import type { ReactNode } from 'react';

interface Tapped {
  id: string;
  children: ReactNode;
  onTap: () => void;
  isDisabled?: boolean;
}

/** What a page is for: once on it, at its end. */
export function MainButton({ id, children, onTap, isDisabled }: Tapped) {
  return (
    <Button id={id} className="tap tap-main" disabled={isDisabled} onClick={onTap}>
      <Text>{children}</Text>
    </Button>
  );
}

/** `isQuiet`: seldom wanted. */
export function OtherButton({ id, children, onTap, isDisabled, isQuiet }: Tapped & { isQuiet?: boolean }) {
  return (
    <Button id={id} className={isQuiet ? 'tap tap-other tap-quiet' : 'tap tap-other'} disabled={isDisabled} onClick={onTap}>
      <Text>{children}</Text>
    </Button>
  );
}

/** A step aside: back, change, close. */
export function Link({ id, children, onTap, isDisabled }: Tapped) {
  return (
    <Button id={id} className="tap tap-link" disabled={isDisabled} onClick={onTap}>
      <Text>{children}</Text>
    </Button>
  );
}
