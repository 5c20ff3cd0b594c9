import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { AttemptResult, QuizView } from '../../api/types';
import { Prose } from '../../parts/Prose';
import { FinishBar } from './FinishBar';
import type { LessonProps } from './lesson-props';
import classes from './Quiz.module.css';

interface Props extends LessonProps {
  quiz: QuizView;
  result: AttemptResult;
  onRetry: () => void;
}

/** What was right, and for every choice why: the part of a quiz that teaches. */
export function QuizResult({ quiz, result, onRetry, ...props }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo({ top: 0 });
  }, []);
  const graded = quiz.purpose !== 'pre';
  const passed = result.passed || !graded;
  const marked = result.items.filter((item) => item.correct !== null);
  const right = marked.filter((item) => item.correct).length;
  const title = graded ? t(result.passed ? 'player.quiz.passed' : 'player.quiz.notPassed') : t('player.quiz.recorded');
  return (
    <div className={classes.quiz}>
      <section className={classes.outcome} data-passed={passed || undefined}>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <p>{t('player.quiz.score', { total: marked.length, right })}</p>
        {!passed && <p>{t('player.quiz.notPassedBody')}</p>}
      </section>
      {quiz.items.map((item, index) => {
        const answer = result.items.find((each) => each.item === item.id);
        return (
          <section key={item.id} className={classes.item}>
            <h3 className={classes.number}>
              {t('player.quiz.question', { number: index + 1 })}
              {answer && answer.correct !== null && (
                <span className={classes.verdict} data-right={answer.correct || undefined}>
                  {answer.correct ? <IconCheck size={18} aria-hidden="true" /> : <IconX size={18} aria-hidden="true" />}
                  {answer.correct ? t('player.quiz.right') : t('player.quiz.wrong')}
                </span>
              )}
            </h3>
            <Prose html={item.stemHtml} language={props.lesson.language} />
            {item.kind === 'single' || item.kind === 'multiple' ? (
              <ul className={classes.answers}>
                {item.choices.map((choice) => {
                  const found = answer?.choices.find((each) => each.id === choice.id);
                  if (!found) return null;
                  return (
                    <li
                      key={choice.id}
                      className={classes.answer}
                      data-right={found.correct || undefined}
                      data-chosen={found.chosen || undefined}
                    >
                      <p className={classes.marks}>
                        {found.correct ? (
                          <IconCheck size={18} aria-hidden="true" />
                        ) : (
                          <IconX size={18} aria-hidden="true" />
                        )}
                        {found.correct ? t('player.quiz.rightChoice') : t('player.quiz.notRight')}
                        {found.chosen && <strong> · {t('player.quiz.yourChoice')}</strong>}
                      </p>
                      <Prose size="compact" html={choice.html} language={props.lesson.language} />
                      <div className={classes.feedback}>
                        <Prose size="compact" html={found.feedbackHtml} language={props.lesson.language} />
                      </div>
                    </li>
                  );
                })}
              </ul>
            ) : (
              answer && <Whole item={item} answer={answer} language={props.lesson.language} />
            )}
          </section>
        );
      })}
      {!passed && (
        <div>
          <Button size="lg" onClick={onRetry}>
            {t('player.quiz.retry')}
          </Button>
        </div>
      )}
      {passed && (
        <FinishBar
          {...props}
          finish={() => Promise.resolve({ completed: result.enrollment.completion !== null })}
          label={t('player.next')}
        />
      )}
    </div>
  );
}

/** What is right or wrong as a whole: what was answered, why, and what would have been right. */
function Whole({
  item,
  answer,
  language,
}: {
  item: QuizView['items'][number];
  answer: AttemptResult['items'][number];
  language: string;
}) {
  const { t } = useTranslation();
  const htmlOf = (id: string): string => item.choices.find((choice) => choice.id === id)?.html ?? '';
  return (
    <div className={classes.answer} data-right={answer.correct === true || undefined}>
      {answer.choices.length > 0 && (
        <>
          <p className={classes.marks}>{t('player.quiz.yourChoice')}</p>
          <ol className={classes.order}>
            {answer.choices.map((choice, at) => (
              <li key={at}>
                {choice.correct ? (
                  <IconCheck size={18} role="img" aria-label={t('player.quiz.rightChoice')} />
                ) : (
                  <IconX size={18} role="img" aria-label={t('player.quiz.notRight')} />
                )}
                <span>
                  {item.lefts[at] && (
                    <>
                      <Prose inline size="compact" html={item.lefts[at].html} language={language} />→
                    </>
                  )}
                  <Prose inline size="compact" html={htmlOf(choice.id)} language={language} />
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {answer.correct === false && answer.rightHtml.length > 0 && (
        <>
          <p className={classes.marks}>{t('player.quiz.rightChoice')}</p>
          <ol className={classes.order}>
            {answer.rightHtml.map((html, at) => (
              <li key={at}>
                <span>
                  {item.lefts[at] && (
                    <>
                      <Prose inline size="compact" html={item.lefts[at].html} language={language} />→
                    </>
                  )}
                  <Prose inline size="compact" html={html} language={language} />
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {answer.feedbackHtml && (
        <div className={classes.feedback}>
          <Prose size="compact" html={answer.feedbackHtml} language={language} />
        </div>
      )}
    </div>
  );
}
