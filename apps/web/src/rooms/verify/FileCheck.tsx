import { Button, FileButton } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { checkFile } from '../../api/check-file';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Record } from './Verify';
import classes from './Verify.module.css';

/** The paper as a file: whether it is to the byte what was issued. */
export function FileCheck() {
  const { t } = useTranslation();
  const check = useMutation({ mutationFn: checkFile });
  const { data } = check;
  return (
    <>
      <Card as="section" labelledBy="verify-file">
        <h2 id="verify-file" className={classes.fileTitle}>
          {t('verify.file')}
        </h2>
        <p className={classes.hint}>{t('verify.fileHint')}</p>
        <FileButton
          accept="application/pdf"
          onChange={(file) => {
            if (file) check.mutate(file);
          }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={check.isPending}
              leftSection={<IconFileSearch size={20} aria-hidden="true" />}
            >
              {t('verify.chooseFile')}
            </Button>
          )}
        </FileButton>
      </Card>
      {check.error && <Failure error={check.error} />}
      {data && (
        <Notice
          tone={data.result === 'genuine' ? 'good' : 'bad'}
          title={t(`verify.fileResult.${data.result}.title`)}
          live
        >
          {t(`verify.fileResult.${data.result}.body`)}
        </Notice>
      )}
      {data?.certificate && <Record verification={data.certificate} />}
    </>
  );
}
