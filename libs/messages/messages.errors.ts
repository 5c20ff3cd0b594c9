import { AppError } from '#libs/errors';
import { text } from '#libs/language';

/** The mail server is away or asks to come back later. */
export class MailUnavailable extends AppError {
  readonly kind = 'unavailable';
  readonly code = 'messages.mail-unavailable';
  constructor() {
    super(text('메일 서버가 지금 받지 않습니다.', 'The mail server does not take mail right now.'));
  }
}

/** The mail server refuses this mail for good: no such address, or not allowed. */
export class MailRefused extends AppError {
  readonly kind = 'invalid';
  readonly code = 'messages.mail-refused';
  constructor(readonly status: number) {
    super(text('메일 서버가 이 메일을 거절했습니다.', 'The mail server refuses this mail.'));
  }
}

/** Another worker holds the message: it will be sent, or come back when that one's lease has run out. */
export class MessageBusy extends AppError {
  readonly kind = 'unavailable';
  readonly code = 'messages.busy';
  constructor() {
    super(text('다른 작업이 이 알림을 보내고 있습니다.', 'Another worker is sending this message.'));
  }
}
