// What pages are made of, in a browser: real buttons and fields with the same properties as the components of mini-programs.

import type { ChangeEvent, CSSProperties, ReactNode, TouchEvent } from 'react';

interface Shared {
  id?: string;
  className?: string;
  style?: CSSProperties;
  ariaLabel?: string;
  ariaRole?: string;
  children?: ReactNode;
  onClick?: () => void;
  onTouchStart?: (event: TouchEvent) => void;
  onTouchMove?: (event: TouchEvent) => void;
}

function shared({ id, className, style, ariaLabel, ariaRole, onClick, onTouchStart, onTouchMove }: Shared) {
  return { id, className, style, role: ariaRole, onClick, onTouchStart, onTouchMove, 'aria-label': ariaLabel };
}

export function View(props: Shared) {
  return <div {...shared(props)}>{props.children}</div>;
}

export function ScrollView(props: Shared) {
  return <div {...shared(props)}>{props.children}</div>;
}

export function Text(props: Shared) {
  return <span {...shared(props)}>{props.children}</span>;
}

export function Button(props: Shared & { disabled?: boolean }) {
  return (
    <button type="button" disabled={props.disabled} {...shared(props)}>
      {props.children}
    </button>
  );
}

interface Typed extends Shared {
  value?: string;
  type?: string;
  maxlength?: number;
  onInput?: (event: { detail: { value: string } }) => void;
  onBlur?: () => void;
}

export function Input(props: Typed) {
  const { value, type, maxlength, onInput, onBlur } = props;
  return (
    <input
      {...shared(props)}
      value={value}
      inputMode={type === 'number' ? 'numeric' : undefined}
      maxLength={maxlength && maxlength > 0 ? maxlength : undefined}
      onChange={(event) => onInput?.({ detail: { value: event.target.value } })}
      onBlur={onBlur}
    />
  );
}

export function Textarea(props: Typed) {
  const { value, maxlength, onInput, onBlur } = props;
  return (
    <textarea
      {...shared(props)}
      value={value}
      maxLength={maxlength && maxlength > 0 ? maxlength : undefined}
      onChange={(event) => onInput?.({ detail: { value: event.target.value } })}
      onBlur={onBlur}
    />
  );
}

interface Drawn extends Shared {
  src: string;
  onLoad?: (event: { detail: { width: number; height: number } }) => void;
}

export function Image(props: Drawn) {
  const loaded = (event: { currentTarget: HTMLImageElement }) => {
    const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
    props.onLoad?.({ detail: { width, height } });
  };
  return <img {...shared(props)} src={props.src} alt={props.ariaLabel ?? ''} onLoad={loaded} />;
}

interface Picked extends Shared {
  value?: string;
  onChange?: (event: { detail: { value: string } }) => void;
}

/** Of the many pickers the app uses the one for dates. */
export function Picker(props: Picked) {
  const change = (event: ChangeEvent<HTMLInputElement>) => props.onChange?.({ detail: { value: event.target.value } });
  return (
    <label className="picker">
      {props.children}
      <input {...shared({ ...props, className: 'picker-native' })} type="date" value={props.value ?? ''} onChange={change} />
    </label>
  );
}

/** Pages of other sites are not shown inside a preview. */
export function WebView() {
  return null;
}

/** Taro wraps every page in it. */
export function PullDownRefresh({ children }: { children: ReactNode }) {
  return children;
}
