import { Text, View } from '@tarojs/components';
import type { Answer } from '@/api/client';
import { toLogIn } from '@/navigation';
import { useWords } from '@/words';
import { Link } from './buttons';
import { Notice } from './notice';

/** An answer that is not what was asked for. */
export type Failed = Exclude<Answer<never>, { kind: 'ok' }>;

/** What went wrong, and what to do now. */
export function Trouble({ failed, onAgain }: { failed: Failed; onAgain?: () => void }) {
  const words = useWords();
  const isExpired = failed.kind === 'problem' && failed.problem.code === 'expired_session';
  const fields = failed.kind === 'problem' ? failed.problem.fields : [];
  const text = () => {
    if (failed.kind === 'unreachable') return words('app.unreachable');
    if (isExpired) return words('app.expired');
    return failed.problem.title || words('app.unreadable');
  };
  return (
    <Notice kind="wrong" id="trouble" code={failed.kind === 'problem' ? failed.problem.code : failed.kind}>
      <Text className="notice-title">{text()}</Text>
      {fields.map((field) => (
        <View key={field.field}>
          <Text>{field.message}</Text>
        </View>
      ))}
      {isExpired ? (
        <Link id="log-in-again" onTap={toLogIn}>
          {words('app.log_in_again')}
        </Link>
      ) : (
        onAgain && (
          <Link id="again" onTap={onAgain}>
            {words('app.again')}
          </Link>
        )
      )}
    </Notice>
  );
}
