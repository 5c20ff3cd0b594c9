import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './Studio.module.css';

/** Takes a course folder, as it was exported or written in an editor, as a draft. */
export function ImportCourse() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append('file', file);
      return unwrap(
        http.POST('/api/v1/studio/imports', { body: form as never, bodySerializer: (body) => body as never }),
      );
    },
    onSuccess: () => {
      for (const key of ['studio', 'draft']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  return (
    <div className={classes.form}>
      <div>
        <Button
          variant="default"
          loading={upload.isPending}
          leftSection={<IconUpload size={20} aria-hidden="true" />}
          onClick={() => input.current?.click()}
        >
          {t('review.import')}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".zip,application/zip"
          hidden
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file) upload.mutate(file);
          }}
        />
      </div>
      {upload.isError && <Failure error={upload.error} />}
      {upload.data && (
        <Notice tone={upload.data.problems.length > 0 ? 'warn' : 'good'} live title={t('review.imported')}>
          {upload.data.problems.length > 0 && (
            <p>{t('review.importProblems', { count: upload.data.problems.length })}</p>
          )}
          <Link to="/studio/$code" params={{ code: upload.data.code }}>
            {upload.data.code}
          </Link>
        </Notice>
      )}
    </div>
  );
}
