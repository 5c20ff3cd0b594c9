import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useEditing } from './context';
import type { DraftLesson } from './document';
import classes from './Editor.module.css';
import { ChoiceField, NumberField, TextPair } from './fields';
import { MarkdownField } from './MarkdownField';
import { ScenarioEditor } from './ScenarioEditor';

export function LessonPart({ lesson, index }: { lesson: DraftLesson; index: number }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const at = ['lessons', index];
  return (
    <div className={classes.form}>
      <TextPair path={[...at, 'title']} label={t('studio.lessonTitle')} value={lesson.title} />
      <div className={classes.row}>
        <NumberField path={[...at, 'minutes']} label={t('studio.minutes')} value={lesson.minutes} min={1} max={600} />
        <div className={classes.check}>
          <Checkbox
            label={t('studio.required')}
            checked={lesson.required}
            onChange={(event) => {
              set([...at, 'required'], event.currentTarget.checked);
            }}
          />
        </div>
      </div>
      {lesson.body && (
        <MarkdownField
          path={[...at, 'body']}
          label={lesson.kind === 'reflection' ? t('studio.reflectionBody') : t('studio.body')}
          value={lesson.body}
          title={lesson.title}
        />
      )}
      {lesson.kind === 'reflection' && <p className={classes.hint}>{t('studio.reflectionHint')}</p>}
      {lesson.scenario && <ScenarioEditor path={[...at, 'scenario']} scenario={lesson.scenario} />}
      {lesson.quiz && <QuizSettings lesson={lesson} index={index} />}
    </div>
  );
}

function QuizSettings({ lesson, index }: { lesson: DraftLesson; index: number }) {
  const { t } = useTranslation();
  const { document } = useEditing();
  const { quiz } = lesson;
  if (!quiz) return null;
  const at = ['lessons', index, 'quiz'];
  const shares = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
  return (
    <fieldset className={classes.group}>
      <legend>{t('studio.quizSettings')}</legend>
      <div className={classes.row}>
        <ChoiceField
          path={[...at, 'purpose']}
          label={t('studio.purpose')}
          value={quiz.purpose}
          options={(['final', 'pre', 'practice'] as const).map((purpose) => ({
            value: purpose,
            label: t(`studio.purposes.${purpose}`),
          }))}
        />
        <NumberField
          path={[...at, 'draw']}
          label={t('studio.draw')}
          hint={t('studio.drawHint', { count: document.items.length })}
          value={quiz.draw}
          min={1}
          max={50}
        />
        {quiz.purpose !== 'pre' && <Passing path={[...at, 'passing']} value={quiz.passing ?? 0.6} shares={shares} />}
      </div>
      <p className={classes.hint}>
        {t('studio.bankHint')}{' '}
        <Link from="/studio/$code" to="/studio/$code" search={{ at: 'questions' }}>
          {t('studio.toBank')}
        </Link>
      </p>
    </fieldset>
  );
}

function Passing({ path, value, shares }: { path: (string | number)[]; value: number; shares: number[] }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const all = shares.includes(value) ? shares : [...shares, value].sort();
  return (
    <label className={classes.native}>
      <span>{t('studio.passing')}</span>
      <select
        value={String(value)}
        data-path={path.join('.')}
        onChange={(event) => {
          set(path, Number(event.currentTarget.value));
        }}
      >
        {all.map((share) => (
          <option key={share} value={String(share)}>
            {t('studio.passingShare', { percent: Math.round(share * 100) })}
          </option>
        ))}
      </select>
    </label>
  );
}
