import { Button, Textarea } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Copy } from '../../parts/Copy';
import { Prose } from '../../parts/Prose';
import { FinishBar } from './FinishBar';
import { useKept } from './kept';
import type { LessonProps } from './lesson-props';
import classes from './Reflection.module.css';
import { usePresence } from './usePresence';

const isText = (value: unknown): value is string => typeof value === 'string';

/** A private page: the text never leaves this browser, and nobody is asked to write one. */
export function Reflection(props: LessonProps) {
  const { enrollment, state, lesson } = props;
  const { t } = useTranslation();
  const presence = usePresence(enrollment.id, state.id);
  const [text, keep, forget] = useKept(`reflection.${enrollment.id}.${state.id}`, '', isText);
  const [erased, setErased] = useState(false);
  return (
    <>
      <Prose html={lesson.html ?? ''} language={lesson.language} />
      <div className={classes.private}>
        <p className={classes.note} id="reflection-note">
          <IconLock size={20} aria-hidden="true" />
          <span>{t('player.reflection.private')}</span>
        </p>
        <Textarea
          label={t('player.reflection.label')}
          placeholder={t('player.reflection.placeholder')}
          aria-describedby="reflection-note"
          autosize
          minRows={6}
          maxLength={20_000}
          value={text}
          onChange={(event) => {
            setErased(false);
            keep(event.currentTarget.value);
          }}
        />
        <div className={classes.actions}>
          {text !== '' && <Copy text={text} />}
          {text !== '' && (
            <Button
              variant="subtle"
              color="red"
              onClick={() => {
                forget();
                setErased(true);
              }}
            >
              {t('player.reflection.erase')}
            </Button>
          )}
          <span role="status">{erased && t('player.reflection.erased')}</span>
        </div>
      </div>
      <FinishBar {...props} finish={presence.finish} label={t('player.reflection.done')} />
    </>
  );
}
