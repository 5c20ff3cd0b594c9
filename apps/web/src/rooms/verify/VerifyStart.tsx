import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Card } from '../../parts/Card';
import { Page } from '../../parts/Page';
import { FileCheck } from './FileCheck';
import classes from './Verify.module.css';

export function VerifyStart() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const clean = code.trim().split('/').at(-1) ?? '';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (clean) void navigate({ to: '/verify/$code', params: { code: clean } });
    else field.current?.focus();
  };
  return (
    <Page title={t('verify.title')} lead={t('verify.lead')} width="narrow">
      <div className={classes.ways}>
        <Card as="div">
          <form className={classes.form} onSubmit={submit} noValidate>
            <TextInput
              ref={field}
              label={t('verify.code')}
              description={t('verify.codeHint')}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={code}
              error={tried && !clean ? t('verify.needCode') : null}
              onChange={(event) => {
                setCode(event.currentTarget.value);
              }}
            />
            <div>
              <Button type="submit" size="lg">
                {t('verify.check')}
              </Button>
            </div>
          </form>
        </Card>
        <FileCheck />
      </div>
    </Page>
  );
}
