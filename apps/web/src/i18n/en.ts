import { app, band, fault, lessonKind, lessonState, method, mode, nav, topic, track, word } from './en/app';
import { certificates, verify } from './en/certificates';
import { compliance } from './en/compliance';
import { courses } from './en/courses';
import { duties, state } from './en/duties';
import { imports } from './en/imports';
import { learn, stays } from './en/learn';
import { messages } from './en/messages';
import { player } from './en/player';
import { requests } from './en/requests';
import { review } from './en/review';
import { school } from './en/school';
import { sessions } from './en/sessions';
import { settings, signIn } from './en/settings';
import { studio } from './en/studio';
import { flags, marking, numbers, seats } from './en/teaching';
import type { Dict } from './ko';

/** The English screens, complete: a missing or extra key does not compile. */
export const en = {
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
} satisfies Dict;
