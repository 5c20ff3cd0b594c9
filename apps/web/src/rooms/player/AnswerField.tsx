import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import type { QuizView } from '../../api/types';
import { Prose } from '../../parts/Prose';
import classes from './AnswerField.module.css';
import { plainWords } from './answers';
import { Choices } from './Choices';

interface Props {
  item: QuizView['items'][number];
  number: number;
  /** What was answered so far, as {@link answerOf} reads it. */
  given: string[];
  language: string;
  error: string | null;
  onChange: (given: string[]) => void;
}

/** How an item is answered, by its kind. Everything works by mouse, finger and keyboard; nothing needs dragging. */
export function AnswerField(props: Props) {
  const { item, number, given, language, error, onChange } = props;
  const { t } = useTranslation();
  switch (item.kind) {
    case 'ordering':
      return <Ordering {...props} />;
    case 'matching':
      return <Matching {...props} />;
    case 'short-text':
      return <ShortText {...props} />;
    case 'rating-scale':
      return <Scale {...props} />;
    default:
      return (
        <>
          {item.kind === 'multiple' && <p className={classes.hint}>{t('player.quiz.multiple')}</p>}
          <Choices
            name={item.id}
            legend={t('player.quiz.question', { number })}
            hideLegend
            describedBy={`stem-${item.id}`}
            kind={item.kind === 'multiple' ? 'multiple' : 'single'}
            choices={item.choices}
            chosen={given}
            language={language}
            error={error}
            onChange={onChange}
          />
        </>
      );
  }
}

function Ordering({ item, number, given, language, onChange }: Props) {
  const { t } = useTranslation();
  const order = given.length > 0 ? given : item.choices.map(({ id }) => id);
  const move = (from: number, to: number): void => {
    const next = [...order];
    const [moved] = next.splice(from, 1);
    if (moved !== undefined) next.splice(to, 0, moved);
    onChange(next);
  };
  return (
    <fieldset className={classes.field} aria-describedby={`stem-${item.id}`}>
      <legend className="sr-only">{t('player.quiz.question', { number })}</legend>
      <p className={classes.hint}>{t('player.quiz.order')}</p>
      <ol className={classes.steps}>
        {order.map((id, at) => {
          const html = item.choices.find((choice) => choice.id === id)?.html ?? '';
          const name = plainWords(html);
          return (
            <li key={id} className={classes.step}>
              <span className={classes.place} aria-hidden="true">
                {at + 1}
              </span>
              <Prose inline size="compact" html={html} language={language} />
              <span className={classes.tools}>
                <ActionIcon
                  size="lg"
                  variant="default"
                  aria-label={t('player.quiz.up', { name })}
                  disabled={at === 0}
                  onClick={() => {
                    move(at, at - 1);
                  }}
                >
                  <IconArrowUp size={20} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  size="lg"
                  variant="default"
                  aria-label={t('player.quiz.down', { name })}
                  disabled={at === order.length - 1}
                  onClick={() => {
                    move(at, at + 1);
                  }}
                >
                  <IconArrowDown size={20} aria-hidden="true" />
                </ActionIcon>
              </span>
            </li>
          );
        })}
      </ol>
    </fieldset>
  );
}

function Matching({ item, number, given, language, error, onChange }: Props) {
  const { t } = useTranslation();
  const errorId = useId();
  return (
    <fieldset
      className={classes.field}
      aria-describedby={[`stem-${item.id}`, error ? errorId : null].filter(Boolean).join(' ')}
      aria-invalid={error ? true : undefined}
    >
      <legend className="sr-only">{t('player.quiz.question', { number })}</legend>
      <p className={classes.hint}>{t('player.quiz.match')}</p>
      {item.lefts.map((left, at) => (
        <label key={at} className={classes.pair}>
          <Prose inline size="compact" html={left.html} language={language} />
          <select
            value={given[at] ?? ''}
            lang={language}
            onChange={(event) => {
              onChange(
                item.lefts.map((_left, each) => (each === at ? event.currentTarget.value : (given[each] ?? ''))),
              );
            }}
          >
            <option value="">{t('player.quiz.pick')}</option>
            {item.choices.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {plainWords(choice.html)}
              </option>
            ))}
          </select>
        </label>
      ))}
      {error && (
        <p id={errorId} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

function ShortText({ item, number, given, language, error, onChange }: Props) {
  const { t } = useTranslation();
  const errorId = useId();
  return (
    <fieldset className={classes.field}>
      <legend className="sr-only">{t('player.quiz.question', { number })}</legend>
      <label className={classes.words}>
        <span>{t('player.quiz.short')}</span>
        <input
          type="text"
          lang={language}
          maxLength={200}
          autoComplete="off"
          value={given[0] ?? ''}
          aria-describedby={[`stem-${item.id}`, error ? errorId : null].filter(Boolean).join(' ')}
          aria-invalid={error ? true : undefined}
          onChange={(event) => {
            onChange([event.currentTarget.value]);
          }}
        />
      </label>
      {error && (
        <p id={errorId} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

function Scale({ item, number, given, language, error, onChange }: Props) {
  const { t } = useTranslation();
  const { from, to, low, high } = item.scale ?? { from: 1, to: 5, low: '', high: '' };
  const errorId = useId();
  return (
    <fieldset
      className={classes.field}
      aria-describedby={[`stem-${item.id}`, error ? errorId : null].filter(Boolean).join(' ')}
      aria-invalid={error ? true : undefined}
    >
      <legend className="sr-only">{t('player.quiz.question', { number })}</legend>
      <p className={classes.hint}>{t('player.quiz.scale')}</p>
      <div className={classes.scale}>
        {Array.from({ length: to - from + 1 }, (_, at) => String(from + at)).map((value) => (
          <label key={value} className={classes.mark} data-on={given[0] === value || undefined}>
            <input
              type="radio"
              name={item.id}
              value={value}
              checked={given[0] === value}
              aria-label={
                value === String(from) ? `${value}, ${low}` : value === String(to) ? `${value}, ${high}` : value
              }
              onChange={() => {
                onChange([value]);
              }}
            />
            <span aria-hidden="true">{value}</span>
          </label>
        ))}
      </div>
      <p className={classes.ends} lang={language} aria-hidden="true">
        <span>{low}</span>
        <span>{high}</span>
      </p>
      {error && (
        <p id={errorId} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
