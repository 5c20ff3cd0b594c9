import { bounceOf } from './bounce.rules.js';

const ID = '0198c0de-0000-7000-8000-000000000001';

function notice(fields: string, returned: string): string {
  return [
    'From: MAILER-DAEMON@mx.gaon.example',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I could not deliver it.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    fields,
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    returned,
    '--b--',
  ].join('\r\n');
}

describe('a notice of non-delivery', () => {
  it('names the mail by the envelope’s id, or by the returned headers', () => {
    const failed = 'Final-Recipient: rfc822; x@gaon.example\r\nAction: failed\r\nStatus: 5.1.1';
    expect(bounceOf(notice(`Original-Envelope-Id: ${ID}\r\n\r\n${failed}`, 'Subject: x'))).toEqual({
      messageId: ID,
      status: '5.1.1',
    });
    expect(bounceOf(notice(failed, `Message-ID:\r\n <${ID}@madang.gaon.example>`))?.messageId).toBe(ID);
    const turned = 'Status: 4.4.7\r\nAction: failed';
    expect(bounceOf(notice(turned, `Message-Id: <${ID}@madang.gaon.example>`))?.status).toBe('4.4.7');
  });

  it('is not a delay, an answer, or a notice of somebody else’s mail', () => {
    const delayed = 'Action: delayed\r\nStatus: 4.4.1';
    expect(bounceOf(notice(delayed, `Message-ID: <${ID}@madang.gaon.example>`))).toBeNull();
    expect(bounceOf(`Subject: Re: hello\r\nIn-Reply-To: <${ID}@madang.gaon.example>\r\n\r\nThank you`)).toBeNull();
    expect(bounceOf(notice('Action: failed\r\nStatus: 5.1.1', 'Message-ID: <1@elsewhere.example>'))).toBeNull();
  });
});
