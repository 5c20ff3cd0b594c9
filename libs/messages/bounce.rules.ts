/** What a notice of non-delivery says about a mail of ours. */
export interface Bounce {
  readonly messageId: string;
  /** RFC 3463: 5 is for good, 4 was given up after many tries. */
  readonly status: string;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/**
 * Reads a delivery status notification (RFC 3464): the message is named by the envelope's id, where the servers on the
 * way kept it, or by the Message-ID among the returned headers. Null for any other mail, such as an answer by a person
 * or a notice of delay.
 */
export function bounceOf(source: string): Bounce | null {
  const mail = source.replace(/\r\n/g, '\n');
  const [, status] =
    /^Action:[ \t]*failed\b[^]*?^Status:[ \t]*([45]\.\d{1,3}\.\d{1,3})/im.exec(mail) ?? statusFirst(mail);
  if (status === undefined) return null;
  const [, messageId] =
    new RegExp(`^Original-Envelope-Id:[ \\t]*(${UUID})`, 'im').exec(mail) ??
    new RegExp(`^Message-ID:[ \\t\\n]*<(${UUID})@`, 'im').exec(mail) ??
    [];
  return messageId === undefined ? null : { messageId: messageId.toLowerCase(), status };
}

function statusFirst(mail: string): readonly (string | undefined)[] {
  return /^Status:[ \t]*([45]\.\d{1,3}\.\d{1,3})[^]*?^Action:[ \t]*failed\b/im.exec(mail) ?? [];
}
