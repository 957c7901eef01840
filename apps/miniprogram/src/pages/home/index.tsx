import { Button, Text, View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { logOut, renewWhereOld } from '@/api/account';
import { endSession, useSession } from '@/api/session';
import { channel } from '@/channel';
import { Link } from '@/components/buttons';
import { Notice } from '@/components/notice';
import { PageFrame } from '@/components/page_frame';
import { Tile } from '@/components/tile';
import { toMine, toPortalLogin, toSection } from '@/navigation';
import { useEntryShare } from '@/platform/share';
import { useBusy } from '@/state/busy';
import { useWords } from '@/words';

/** The channel's first page: the featured card, and what a person has here. */
export default function Home() {
  const words = useWords();
  const known = useSession();
  useEntryShare(words('section.share'));
  const [isOut, setOut] = useState(false);
  const [isBusy, run] = useBusy();
  useEffect(() => {
    renewWhereOld();
  }, []);
  const leave = () =>
    run(async () => {
      await logOut();
      endSession();
      setOut(true);
    });
  return (
    <PageFrame title="" isFirst>
      {isOut && !known && <Notice kind="good">{words('home.logged_out')}</Notice>}
      {channel === 'jingtong' ? <FeaturedCard /> : <SocialCard />}
      <View className="section-title">
        <Text>{words('home.services')}</Text>
      </View>
      <Tile id="to-mine" title={words('home.mine')} lead={words('home.mine_lead')} onTap={toMine} />
      <Tile id="to-scan" title={words('home.scan')} lead={words('home.scan_lead')} onTap={() => toPortalLogin()} />
      {known && (
        <Link id="log-out" onTap={leave} isDisabled={isBusy}>
          {words('home.log_out')}
        </Link>
      )}
    </PageFrame>
  );
}

/** Jingtong: the picture among its featured services. */
function FeaturedCard() {
  const words = useWords();
  return (
    <View>
      <View className="section-title">
        <Text>{words('home.featured')}</Text>
      </View>
      <Button id="to-section" className="tap hero" onClick={toSection}>
        <View className="hero-card">
          <View className="hero-chip" />
          <View className="hero-line" />
          <View className="hero-line hero-short" />
        </View>
        <Text className="hero-title">{words('home.card')}</Text>
        <Text className="hero-lead">{words('home.card_lead')}</Text>
      </Button>
    </View>
  );
}

/** Yikatong: the social security card among the cards of the city. */
function SocialCard() {
  const words = useWords();
  return (
    <Button id="to-section" className="tap hero" onClick={toSection}>
      <View className="hero-card">
        <View className="hero-chip" />
        <View className="hero-line" />
        <View className="hero-line hero-short" />
      </View>
      <Text className="hero-title">{words('home.social_card')}</Text>
      <Text className="hero-lead">{words('home.social_card_lead')}</Text>
    </Button>
  );
}
