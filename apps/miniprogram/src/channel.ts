import { host } from './platform';

/** The channel of this bundle, and what differs between the two by their own words and looks. */
export const channel = CHANNEL;

/** Names this channel's own texts in the catalogue. */
export const theme = `theme-${CHANNEL}`;

/** The preview shows the app as this host would. */
export const hostName = host.name;
