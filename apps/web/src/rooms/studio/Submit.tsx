import { Button, Checkbox, Textarea } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, once, unwrap } from '../../api/client';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './Editor.module.css';
import type { Draft } from './useDraft';

/** Puts the draft before those who hold the seats. */
export function Submit({ code, draft }: { code: string; draft: Draft }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState('');
  const [minor, setMinor] = useState(false);
  const submit = useMutation({
    mutationFn: async () => {
      const revision = await draft.flush();
      if (revision === null) throw new Error('not saved');
      return unwrap(
        http.POST('/api/v1/studio/courses/{code}/submission', {
          params: { path: { code }, header: once() },
          body: { revision, scope: minor ? 'minor' : 'whole', note: note.trim() === '' ? null : note },
        }),
      );
    },
    onSuccess: () => {
      for (const key of ['studio', 'versions', 'reviews']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const unready = draft.problems.length > 0;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUsers size={20} aria-hidden="true" />}
        onClick={() => {
          submit.reset();
          setOpened(true);
        }}
      >
        {t('review.submit')}
      </Button>
      <Dialog
        title={t('review.submitTitle')}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      >
        <div className={classes.form}>
          {submit.data ? (
            <>
              <Notice tone="good" live title={t('review.submitted', { number: submit.data.number })} />
              <Link to="/review/$code/$number" params={{ code, number: String(submit.data.number) }}>
                {t('review.seeVersion')}
              </Link>
            </>
          ) : (
            <>
              <p>{t('review.submitLead')}</p>
              <Textarea
                label={t('review.submitNote')}
                autosize
                minRows={2}
                value={note}
                onChange={(event) => {
                  setNote(event.currentTarget.value);
                }}
              />
              <Checkbox
                size="md"
                label={t('review.submitMinor')}
                checked={minor}
                onChange={(event) => {
                  setMinor(event.currentTarget.checked);
                }}
              />
              {unready && <Notice tone="warn">{t('studio.publishUnready', { count: draft.problems.length })}</Notice>}
              {submit.isError && <Failure error={submit.error} />}
              <div>
                <Button
                  loading={submit.isPending}
                  disabled={unready}
                  onClick={() => {
                    submit.mutate();
                  }}
                >
                  {t('review.submit')}
                </Button>
              </div>
            </>
          )}
        </div>
      </Dialog>
    </>
  );
}
