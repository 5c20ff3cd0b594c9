import { app, band, fault, lessonKind, lessonState, method, mode, nav, topic, track, word } from './ko/app';
import { certificates, verify } from './ko/certificates';
import { compliance } from './ko/compliance';
import { courses } from './ko/courses';
import { duties, state } from './ko/duties';
import { imports } from './ko/imports';
import { learn, stays } from './ko/learn';
import { messages } from './ko/messages';
import { player } from './ko/player';
import { requests } from './ko/requests';
import { review } from './ko/review';
import { school } from './ko/school';
import { sessions } from './ko/sessions';
import { settings, signIn } from './ko/settings';
import { studio } from './ko/studio';
import { flags, marking, numbers, seats } from './ko/teaching';

/** Every sentence of the screens in Korean, the first language; `en.ts` has the same keys. */
export const ko = {
  app,
  band,
  certificates,
  compliance,
  courses,
  duties,
  fault,
  flags,
  imports,
  learn,
  lessonKind,
  lessonState,
  marking,
  messages,
  method,
  mode,
  nav,
  numbers,
  player,
  requests,
  review,
  school,
  seats,
  sessions,
  settings,
  signIn,
  state,
  stays,
  studio,
  topic,
  track,
  verify,
  word,
};

export type Dict = typeof ko;
