import { Text, View } from '@tarojs/components';
import type { Answer } from '@/api/client';
import { toLogIn } from '@/navigation';
import { useWords } from '@/words';
import { Link } from './buttons';
import { Notice } from './notice';

/** An answer that is not what was asked for. */
export type Failed = Exclude<Answer<never>, { kind: 'ok' }>;

/** The status of an answer that says: later. */
const TOO_MANY = 429;

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
  // Asking the same again helps where nothing was answered, or not now.
  const isPassing = failed.kind === 'unreachable' || failed.problem.status >= 500 || failed.problem.status === TOO_MANY;
  return (
    <Notice kind="wrong" id="trouble" code={failed.kind === 'problem' ? failed.problem.code : failed.kind}>
      <Text className="notice-title">{text()}</Text>
      {fields.map((field) => (
        <View key={field.field}>
          <Text>{field.message}</Text>
        </View>
      ))}
      {!isPassing && !isExpired && (
        <View className="notice-help">
          <Text>{words('app.help')}</Text>
        </View>
      )}
      {isExpired ? (
        <Link id="log-in-again" onTap={toLogIn}>
          {words('app.log_in_again')}
        </Link>
      ) : (
        onAgain &&
        isPassing && (
          <Link id="again" onTap={onAgain}>
            {words('app.again')}
          </Link>
        )
      )}
    </Notice>
  );
}
