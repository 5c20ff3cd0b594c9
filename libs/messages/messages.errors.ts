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

/** It was sent, or is on its way: sending it again would only double it. */
export class NotToResend extends AppError {
  readonly kind = 'conflict';
  readonly code = 'messages.not-to-resend';
  constructor() {
    super(
      text(
        '이미 보냈거나 보내는 중인 알림입니다. 실패했거나 돌아온 알림만 다시 보낼 수 있습니다.',
        'This message was sent or is on its way. Only what failed, came back or was skipped can be sent again.',
      ),
    );
  }
}

export class PauseTooLong extends AppError {
  readonly kind = 'invalid';
  readonly code = 'messages.pause-too-long';
  override readonly fields;
  constructor(days: number) {
    const words = text(
      `오늘부터 ${String(days)}일 안의 날짜를 고르세요. 더 오래 쉬려면 필수교육 기준에서 안내 시기를 바꿉니다.`,
      `Choose a day within ${String(days)} days from today. For longer, change the reminders in the mandate.`,
    );
    super(words);
    this.fields = [{ field: 'until', message: words }];
  }
}
