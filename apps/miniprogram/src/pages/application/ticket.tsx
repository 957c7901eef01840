import { Image, Text, View } from '@tarojs/components';
import { dataAddress } from '@/api/base64';
import type { Receipt } from '@/api/shapes';
import { useWords } from '@/words';
import { dayAndTime } from '@/words/dates';
import { qrCode } from './qr';

/** Room around the code, in its squares: readers need four. */
const MARGIN = 4;

/** The receipt: its number, the code that a branch scans, and what comes next. */
export function Ticket({ receipt }: { receipt: Receipt }) {
  const words = useWords();
  const code = picture(receipt.qr_text);
  return (
    <View className="receipt">
      <Text className="receipt-label">{words('application.receipt')}</Text>
      <Text id="receipt" className="receipt-number">
        {receipt.receipt}
      </Text>
      <Text className="quiet">{words('application.submitted_at', { time: dayAndTime(receipt.submitted_at) })}</Text>
      {code && <Image className="receipt-code" mode="aspectFit" src={code} ariaLabel={words('application.code')} />}
      {code && <Text className="quiet">{words('application.code_is')}</Text>}
      <View className="receipt-texts">
        {receipt.relationship === 'unverified' && <Text className="receipt-text">{words('application.unverified')}</Text>}
        {receipt.texts.map((text) => (
          <Text key={text} className="receipt-text">
            {text}
          </Text>
        ))}
      </View>
    </View>
  );
}

/** A QR code as an address to show. */
function picture(text: string): string | null {
  const rows = qrCode(text);
  if (!rows) return null;
  const side = rows.length + 2 * MARGIN;
  const squares = rows.map((row, y) => row.map((isDark, x) => (isDark ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : '')).join(''));
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${side * 8}" height="${side * 8}" viewBox="0 0 ${side} ${side}">`;
  const drawing = `${head}<rect width="${side}" height="${side}" fill="#fff"/><path d="${squares.join('')}"/></svg>`;
  const bytes = Uint8Array.from(Array.from(drawing).map((one) => one.charCodeAt(0)));
  return dataAddress(bytes.buffer, 'image/svg+xml');
}
