import type { PropsWithChildren } from 'react';
import './app.css';
import '@theme';

export default function App({ children }: PropsWithChildren) {
  return children;
}
