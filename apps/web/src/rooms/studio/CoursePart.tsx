import { Button, Checkbox } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useWord } from '../../i18n';
import { useEditing } from './context';
import { moved, noText, pathText } from './document';
import classes from './Editor.module.css';
import { ChoiceField, NumberField, TextPair, useProblem } from './fields';
import { RowTools } from './RowTools';

const tracks = ['officials', 'social-service', 'teachers', 'students'];
const levels = ['adult', 'elementary', 'middle', 'high'] as const;
const modes = ['self-paced', 'live-online', 'in-person'];
const methods = ['participatory', 'lecture'];
const topics = [
  'non-discrimination',
  'participation',
  'dignity',
  'privacy',
  'labour-rights',
  'sports-rights',
  'gender',
  'remedy',
  'care',
  'autonomy',
  'abuse-prevention',
  'children',
  'digital',
  'migration',
  'climate',
  'history',
];

/** What the course is, for whom, and what finishing it is worth. */
export function CoursePart() {
  const { t } = useTranslation();
  const word = useWord();
  const { document, set } = useEditing();
  const options = (section: 'track' | 'mode' | 'method', codes: string[]) =>
    codes.map((code) => ({ value: code, label: word(section, code) }));
  return (
    <div className={classes.form}>
      <TextPair path={['title']} label={t('studio.courseTitle')} value={document.title} />
      <TextPair
        path={['summary']}
        label={t('studio.summary')}
        hint={t('studio.summaryHint')}
        value={document.summary}
        rows={2}
      />
      <div className={classes.row}>
        <ChoiceField
          path={['track']}
          label={t('courses.track')}
          value={document.track}
          options={options('track', tracks)}
        />
        <ChoiceField
          path={['level']}
          label={t('studio.level')}
          value={document.level}
          options={levels.map((level) => ({ value: level, label: t(`studio.levels.${level}`) }))}
        />
      </div>
      <fieldset className={classes.group}>
        <legend>{t('studio.objectives')}</legend>
        {document.objectives.map((objective, index) => (
          <div key={index} className={classes.entry}>
            <div className={classes.entryBody}>
              <TextPair
                path={['objectives', index]}
                label={t('studio.objective', { number: index + 1 })}
                value={objective}
                rows={1}
              />
            </div>
            <RowTools
              name={t('studio.objective', { number: index + 1 })}
              index={index}
              count={document.objectives.length}
              onMove={(to) => {
                set(['objectives'], moved(document.objectives, index, to));
              }}
              onRemove={() => {
                set(
                  ['objectives'],
                  document.objectives.filter((_, at) => at !== index),
                );
              }}
            />
          </div>
        ))}
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => {
              set(['objectives'], [...document.objectives, noText()]);
            }}
          >
            {t('studio.addObjective')}
          </Button>
        </div>
      </fieldset>
      <fieldset className={classes.group}>
        <legend>{t('studio.credit')}</legend>
        <div className={classes.row}>
          <NumberField
            path={['credit', 'minutes']}
            label={t('studio.creditMinutes')}
            value={document.credit.minutes}
            min={1}
            max={6000}
          />
          <ChoiceField
            path={['credit', 'mode']}
            label={t('courses.mode')}
            value={document.credit.mode}
            options={options('mode', modes)}
          />
          <ChoiceField
            path={['credit', 'method']}
            label={t('studio.method')}
            value={document.credit.method}
            options={options('method', methods)}
          />
        </div>
        <Topics />
      </fieldset>
    </div>
  );
}

function Topics() {
  const { t } = useTranslation();
  const word = useWord();
  const { document, set } = useEditing();
  const path = ['credit', 'topics'];
  const error = useProblem(path);
  return (
    <Checkbox.Group
      label={t('courses.topics')}
      value={document.credit.topics}
      error={error}
      onChange={(next) => {
        set(path, next);
      }}
    >
      <div className={classes.topics} data-path={pathText(path)} tabIndex={-1}>
        {topics.map((topic) => (
          <Checkbox key={topic} value={topic} label={word('topic', topic)} size="md" />
        ))}
      </div>
    </Checkbox.Group>
  );
}
