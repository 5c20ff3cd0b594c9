import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
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

/** Makes the draft a version learners can take, marked as a pilot until the four seats have signed. */
export function Publish({ code, draft }: { code: string; draft: Draft }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const publish = useMutation({
    mutationFn: async () => {
      const revision = await draft.flush();
      if (revision === null) throw new Error('not saved');
      return unwrap(
        http.POST('/api/v1/studio/courses/{code}/publish', {
          params: { path: { code }, header: once() },
          body: { revision },
        }),
      );
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['studio'] });
      void client.invalidateQueries({ queryKey: ['courses'] });
      void client.invalidateQueries({ queryKey: ['course', code] });
    },
  });
  const unready = draft.problems.length > 0;
  return (
    <>
      <Button
        leftSection={<IconSend size={20} aria-hidden="true" />}
        onClick={() => {
          publish.reset();
          setOpened(true);
        }}
      >
        {t('studio.publish')}
      </Button>
      <Dialog
        title={t('studio.publishTitle')}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      >
        <div className={classes.form}>
          {publish.data ? (
            <>
              <Notice tone="good" live title={t('studio.published', { number: publish.data.number })}>
                {t('studio.publishedBody')}
              </Notice>
              <Link to="/courses/$code" params={{ code }}>
                {t('studio.seeCourse')}
              </Link>
            </>
          ) : (
            <>
              <p>{t('studio.publishLead')}</p>
              {unready && <Notice tone="warn">{t('studio.publishUnready', { count: draft.problems.length })}</Notice>}
              {publish.isError && <Failure error={publish.error} />}
              <div>
                <Button
                  loading={publish.isPending}
                  disabled={unready}
                  onClick={() => {
                    publish.mutate();
                  }}
                >
                  {t('studio.publishGo')}
                </Button>
              </div>
            </>
          )}
        </div>
      </Dialog>
    </>
  );
}
