// What pages are made of, in a browser: real buttons and fields with the same properties as the components of mini-programs.

import { type ChangeEvent, type CSSProperties, createElement, type ReactNode, type TouchEvent } from 'react';

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
  return createElement('div', shared(props), props.children);
}

export function ScrollView(props: Shared) {
  return createElement('div', shared(props), props.children);
}

export function Text(props: Shared) {
  return createElement('span', shared(props), props.children);
}

export function Button(props: Shared & { disabled?: boolean }) {
  return createElement('button', { type: 'button', disabled: props.disabled, ...shared(props) }, props.children);
}

interface Typed extends Shared {
  value?: string;
  type?: string;
  maxlength?: number;
  onInput?: (event: { detail: { value: string } }) => void;
  onBlur?: () => void;
}

export function Input(props: Typed) {
  return createElement('input', { ...typed(props), inputMode: props.type === 'number' ? 'numeric' : undefined });
}

export function Textarea(props: Typed) {
  return createElement('textarea', typed(props));
}

function typed(props: Typed) {
  const { value, maxlength, onInput, onBlur } = props;
  return {
    ...shared(props),
    value,
    maxLength: maxlength && maxlength > 0 ? maxlength : undefined,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onInput?.({ detail: { value: event.target.value } }),
    onBlur,
  };
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
  return createElement('img', { ...shared(props), src: props.src, alt: props.ariaLabel ?? '', onLoad: loaded });
}

interface Picked extends Shared {
  value?: string;
  onChange?: (event: { detail: { value: string } }) => void;
}

/** Of the many pickers the app uses the one for dates. */
export function Picker(props: Picked) {
  const change = (event: ChangeEvent<HTMLInputElement>) => props.onChange?.({ detail: { value: event.target.value } });
  const native = { ...shared({ ...props, className: 'picker-native' }), type: 'date', value: props.value ?? '', onChange: change };
  return createElement('label', { className: 'picker' }, props.children, createElement('input', native));
}

/** Pages of other sites are not shown inside a preview. */
export function WebView() {
  return null;
}

/** Taro wraps every page in it. */
export function PullDownRefresh({ children }: { children: ReactNode }) {
  return children;
}
