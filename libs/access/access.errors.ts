import { AppError } from '#libs/errors';
import { text } from '#libs/language';

/** One answer for a wrong login, a wrong password and a closed account: nobody learns which logins exist. */
export class BadCredentials extends AppError {
  readonly kind = 'unauthenticated';
  readonly code = 'access.bad-credentials';
  constructor() {
    super(
      text(
        '아이디나 비밀번호가 맞지 않습니다. 다시 확인해 주세요. 여러 번 틀리면 10분 동안 로그인할 수 없습니다.',
        'The login or the password is wrong. Please check both. After several failures sign-in rests for 10 minutes.',
      ),
    );
  }
}

export class SignInRests extends AppError {
  readonly kind = 'limited';
  readonly code = 'access.sign-in-rests';
  constructor() {
    super(
      text(
        '여러 번 틀려서 잠시 쉬고 있습니다. 10분 뒤에 다시 해 보거나 교육담당자에게 물어보세요.',
        'Too many failed attempts: sign-in is resting. Try again in 10 minutes, or ask your training clerk.',
      ),
    );
  }
}

export class NotSignedIn extends AppError {
  readonly kind = 'unauthenticated';
  readonly code = 'access.not-signed-in';
  constructor() {
    super(text('로그인이 필요합니다.', 'Please sign in.'));
  }
}

export class NotAllowed extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'access.not-allowed';
  constructor() {
    super(
      text(
        '이 일을 할 권한이 없습니다. 필요하면 인권교육팀에 문의해 주세요.',
        'You do not have the right to do this. If you need it, ask the human rights education team.',
      ),
    );
  }
}

export class WeakPassword extends AppError {
  readonly kind = 'invalid';
  readonly code = 'access.weak-password';
  override readonly fields = [
    {
      field: 'next',
      message: text(
        '10자 이상으로, 아이디와 다르게 정해 주세요.',
        'Use at least 10 characters, other than your login.',
      ),
    },
  ];
  constructor() {
    super(text('새 비밀번호가 너무 약합니다.', 'The new password is too weak.'));
  }
}

export class WrongPassword extends AppError {
  readonly kind = 'invalid';
  readonly code = 'access.wrong-password';
  override readonly fields = [
    { field: 'current', message: text('지금 비밀번호가 맞지 않습니다.', 'The current password is wrong.') },
  ];
  constructor() {
    super(text('지금 비밀번호가 맞지 않습니다.', 'The current password is wrong.'));
  }
}

export class LoginTaken extends AppError {
  readonly kind = 'conflict';
  readonly code = 'access.login-taken';
  constructor() {
    super(text('이미 쓰고 있는 아이디입니다. 다른 아이디로 정해 주세요.', 'This login is taken. Choose another one.'));
  }
}

export class KeyReused extends AppError {
  readonly kind = 'conflict';
  readonly code = 'access.idempotency-key-reused';
  constructor() {
    super(
      text(
        '같은 Idempotency-Key로 다른 요청을 보냈습니다. 새 키를 쓰세요.',
        'This Idempotency-Key was used for a different request. Use a new key.',
      ),
    );
  }
}

/** Asked too often by someone who need not sign in for it. */
export class TooMany extends AppError {
  readonly kind = 'limited';
  readonly code = 'access.too-many';
  constructor() {
    super(
      text(
        '짧은 시간에 너무 많이 요청했습니다. 15분 뒤에 다시 해 주세요.',
        'Too many requests in a short time. Please try again in 15 minutes.',
      ),
    );
  }
}

/** A token may do no more than its owner. */
export class OwnerLacksRight extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'access.owner-lacks-right';
  constructor(right: string) {
    super(
      text(
        `책임지는 사람에게 그 기관에 대한 권한이 없습니다: ${right}`,
        `Whoever answers for the token does not hold this right over the unit: ${right}`,
      ),
    );
  }
}
