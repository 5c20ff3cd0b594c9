import { Button, Textarea } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import { Copy } from '../../parts/Copy';
import { Failure } from '../../parts/Failure';
import { Prose } from '../../parts/Prose';
import { QueryView } from '../../parts/QueryView';
import { FinishBar } from './FinishBar';
import { useKept } from './kept';
import type { LessonProps } from './lesson-props';
import classes from './Reflection.module.css';
import { usePresence } from './usePresence';

const isText = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** A private page: what is written waits in this browser until it is saved, encrypted. Nobody is asked to write. */
export function Reflection(props: LessonProps) {
  const { enrollment, state, lesson } = props;
  const query = useQuery(queries.reflection(enrollment.id, state.id));
  return (
    <>
      <Prose html={lesson.html ?? ''} language={lesson.language} />
      <QueryView query={query}>{({ reflection }) => <Words {...props} saved={reflection?.words ?? ''} />}</QueryView>
    </>
  );
}

function Words({ saved, ...props }: LessonProps & { saved: string }) {
  const { enrollment, state } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const presence = usePresence(enrollment.id, state.id);
  // Null while nothing was typed that is not saved.
  const [typed, keep, forget] = useKept<string | null>(`reflection.${enrollment.id}.${state.id}`, null, isText);
  const [said, setSaid] = useState<'saved' | 'erased' | null>(null);
  const words = typed ?? saved;
  const saving = useMutation({
    mutationFn: (text: string) =>
      unwrap(
        http.PUT('/api/v1/enrollments/{id}/lessons/{lessonId}/reflection', {
          params: { path: { id: enrollment.id, lessonId: state.id } },
          body: { words: text },
        }),
      ),
    onSuccess: (_, text) => {
      client.setQueryData(queries.reflection(enrollment.id, state.id).queryKey, {
        reflection: text === '' ? null : { words: text, savedAt: new Date().toISOString() },
      });
      forget();
      setSaid(text === '' ? 'erased' : 'saved');
    },
  });
  return (
    <>
      <div className={classes.private}>
        <p className={classes.note} id="reflection-note">
          <IconLock size={20} aria-hidden="true" />
          <span>{t('player.reflection.private')}</span>
        </p>
        <p>{t('player.reflection.help')}</p>
        <Textarea
          label={t('player.reflection.label')}
          placeholder={t('player.reflection.placeholder')}
          aria-describedby="reflection-note"
          autosize
          minRows={6}
          maxLength={20_000}
          value={words}
          onChange={(event) => {
            setSaid(null);
            keep(event.currentTarget.value);
          }}
        />
        {saving.isError && <Failure error={saving.error} />}
        <div className={classes.actions}>
          {typed !== null && typed !== saved && (
            <Button
              variant="default"
              loading={saving.isPending}
              onClick={() => {
                saving.mutate(typed);
              }}
            >
              {t('player.reflection.save')}
            </Button>
          )}
          {words !== '' && <Copy text={words} />}
          {words !== '' && (
            <Button
              variant="subtle"
              color="red"
              onClick={() => {
                saving.mutate('');
              }}
            >
              {t('player.reflection.erase')}
            </Button>
          )}
          <span role="status">{said && t(`player.reflection.${said}`)}</span>
        </div>
      </div>
      <FinishBar {...props} finish={presence.finish} label={t('player.reflection.done')} />
    </>
  );
}
