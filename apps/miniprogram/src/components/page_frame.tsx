import { Button, Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { type ReactNode, useEffect } from 'react';
import { channel, theme } from '@/channel';
import { goBack } from '@/navigation';
import { lang, setLang, setLarge, useLang, useLarge } from '@/state/settings';
import { useWords } from '@/words';
import { Link } from './buttons';

interface Framed {
  title: string;
  lead?: string;
  /** The first page leads back nowhere. */
  isFirst?: boolean;
  /** Instead of leaving the page. */
  onBack?: () => void;
  /** Above the heading, such as the step's name. */
  above?: string;
  /** Something was finished: the heading says so with a sign. */
  isDone?: boolean;
  children: ReactNode;
}

/** What every page has: the channel's name, language and size of type, the way back, its heading. */
export function PageFrame({ title, lead, isFirst, onBack, above, isDone, children }: Framed) {
  const words = useWords();
  const isLarge = useLarge();
  const language = useLang();
  const name = words(`app.${channel}`);
  useEffect(() => {
    Taro.setNavigationBarTitle({ title: name });
  }, [name]);
  return (
    <View className={`page ${theme} lang-${language} ${isLarge ? 'care' : ''}`}>
      <View className="bar">
        <Text className="bar-name">{name}</Text>
        <View className="bar-tools">
          <Button id="language" className="tap bar-tool" onClick={() => setLang(lang() === 'en' ? 'zh-CN' : 'en')}>
            <Text>{words('app.language')}</Text>
          </Button>
          <Button id="large" className="tap bar-tool" onClick={() => setLarge(!isLarge)}>
            <Text>{words(isLarge ? 'app.normal' : 'app.large')}</Text>
          </Button>
        </View>
      </View>
      <View className="main">
        {!isFirst && (
          <Link id="back" onTap={onBack ?? goBack}>
            {`‹ ${words('app.back')}`}
          </Link>
        )}
        {above && above !== title && <Text className="above">{above}</Text>}
        {isDone && (
          <View className="done-sign">
            <Text>✓</Text>
          </View>
        )}
        {title && (
          <View id="heading" className={isDone ? 'title title-done' : 'title'} ariaRole="heading">
            <Text>{title}</Text>
          </View>
        )}
        {lead && (
          <View className={isDone ? 'lead lead-done' : 'lead'}>
            <Text>{lead}</Text>
          </View>
        )}
        {children}
      </View>
    </View>
  );
}
