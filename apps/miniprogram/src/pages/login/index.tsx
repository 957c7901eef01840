import { PageFrame } from '@/components/page_frame';
import { Prove } from '@/components/prove';
import { goBack } from '@/navigation';
import { useWords } from '@/words';

/** Log-in and proofs, until an application may begin; then back to where the person was. */
export default function LogIn() {
  const words = useWords();
  return (
    <PageFrame title={words('prove.title')}>
      <Prove onDone={goBack} />
    </PageFrame>
  );
}
