import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { QuizView } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Prose } from '../../parts/Prose';
import { AnswerField } from './AnswerField';
import { answerOf, isAnswered } from './answers';
import { useKept } from './kept';
import type { LessonProps } from './lesson-props';
import classes from './Quiz.module.css';
import { QuizResult } from './QuizResult';
import { useAttempt } from './useAttempt';
import { usePresence } from './usePresence';

type Answers = Record<string, string[]>;
const nothing: Answers = {};
function isAnswers(value: unknown): value is Answers {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => Array.isArray(each));
}

type Props = LessonProps & { quiz: QuizView };

export function Quiz(props: Props) {
  // A new attempt is a new form: nothing of the last one may linger.
  const [round, setRound] = useState(0);
  return (
    <Attempt
      key={round}
      {...props}
      onRetry={() => {
        setRound(round + 1);
      }}
    />
  );
}

function Attempt({ onRetry, ...props }: Props & { onRetry: () => void }) {
  const { enrollment, state, lesson, quiz } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  usePresence(enrollment.id, state.id);
  const [answers, keep, forget] = useKept(
    `quiz.${enrollment.id}.${state.id}.${String(quiz.attempt)}`,
    nothing,
    isAnswers,
  );
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const attempt = useAttempt(enrollment.id, state.id, lesson.language);
  const open = quiz.items.flatMap((item, index) => (isAnswered(item, answers[item.id]) ? [] : [index]));

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    const [first] = open;
    if (first !== undefined) {
      form.current?.querySelectorAll('fieldset')[first]?.querySelector<HTMLElement>('input, select')?.focus();
      return;
    }
    if (attempt.isPending) return;
    attempt.mutate(
      quiz.items.map((item) => answerOf(item, answers[item.id])),
      { onSuccess: forget },
    );
  };

  if (attempt.data) {
    return (
      <QuizResult
        {...props}
        result={attempt.data}
        onRetry={() => {
          void client.resetQueries({ queryKey: ['lesson', enrollment.id, state.id] }).then(onRetry);
        }}
      />
    );
  }
  return (
    <form ref={form} className={classes.quiz} onSubmit={submit} noValidate>
      <Intro {...props} />
      {quiz.items.map((item, index) => (
        <section key={item.id} className={classes.item}>
          <h2 className={classes.number}>{t('player.quiz.question', { number: index + 1 })}</h2>
          <div id={`stem-${item.id}`}>
            <Prose html={item.stemHtml} language={lesson.language} />
          </div>
          <AnswerField
            item={item}
            number={index + 1}
            given={answers[item.id] ?? []}
            language={lesson.language}
            error={
              tried && open.includes(index)
                ? t(item.kind === 'matching' ? 'player.quiz.matchAll' : 'player.quiz.needAnswer')
                : null
            }
            onChange={(given) => {
              keep({ ...answers, [item.id]: given });
            }}
          />
        </section>
      ))}
      {tried && open.length > 0 && (
        <Notice tone="warn" live>
          {t('player.quiz.unanswered', { numbers: open.map((index) => index + 1).join(', ') })}
        </Notice>
      )}
      {attempt.isError && <Failure error={attempt.error} />}
      <div>
        <Button type="submit" size="lg" loading={attempt.isPending}>
          {t('player.quiz.submit')}
        </Button>
      </div>
    </form>
  );
}

function Intro({ quiz, state }: Props) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  const total = quiz.items.filter((item) => item.kind !== 'rating-scale').length;
  const words: Record<string, string> = {
    pre: t('player.quiz.pre'),
    practice: t('player.quiz.practice'),
    final: t('player.quiz.final', { total, needed: Math.ceil((quiz.passing ?? 0) * total - 1e-9) }),
  };
  return (
    <div className={classes.intro}>
      <p>{words[quiz.purpose]}</p>
      {quiz.last?.score != null && quiz.purpose !== 'pre' && (
        <p>{t('player.quiz.last', { percent: percent(quiz.last.score) })}</p>
      )}
      {state.state === 'done' && quiz.purpose === 'final' && <p>{t('player.quiz.alreadyDone')}</p>}
    </div>
  );
}
