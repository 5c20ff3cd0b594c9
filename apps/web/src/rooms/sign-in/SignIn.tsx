import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { Failure } from '../../parts/Failure';
import { Mark } from '../../parts/Mark';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import classes from './SignIn.module.css';

const route = getRouteApi('/sign-in');

export function SignIn() {
  const { t } = useTranslation();
  const { next, ended } = route.useSearch();
  return (
    <div className={classes.split}>
      <div className={classes.welcome}>
        <Mark size={72} />
        <p className={classes.name}>{t('app.name')}</p>
        <p className={classes.lead}>{t('signIn.lead')}</p>
      </div>
      <Page title={t('signIn.title')} width="narrow">
        <div className={classes.panel}>
          {ended && <Notice tone="info">{t('signIn.ended')}</Notice>}
          <Form next={next} />
          <p className={classes.help}>{t('signIn.help')}</p>
          <p className={classes.help}>
            {t('signIn.verify')} <Link to="/verify">{t('signIn.verifyLink')}</Link>
          </p>
        </div>
      </Page>
    </div>
  );
}

function Form({ next }: { next: string | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const [card] = useState(cardInAddress);
  const [login, setLogin] = useState(card.login);
  const [password, setPassword] = useState(card.code);
  const [tried, setTried] = useState(false);
  const loginField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const signIn = useMutation({
    mutationFn: () => unwrap(http.POST('/api/v1/session', { body: { login: login.trim(), password } })),
    onSuccess: async () => {
      client.clear();
      if (next) router.history.push(next);
      else await router.navigate({ to: '/duties' });
    },
    onError: () => {
      passwordField.current?.select();
    },
  });
  // A pupil's code does not stay in the address bar or the history of a shared tablet.
  useEffect(() => {
    if (card.code)
      window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  }, [card]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!login.trim()) loginField.current?.focus();
    else if (!password) passwordField.current?.focus();
    else if (!signIn.isPending) signIn.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {signIn.isError && <Failure error={signIn.error} />}
      <TextInput
        ref={loginField}
        label={t('signIn.login')}
        description={t('signIn.loginHint')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={login}
        error={tried && !login.trim() ? t('signIn.needLogin') : null}
        onChange={(event) => {
          setLogin(event.currentTarget.value);
        }}
      />
      <PasswordInput
        ref={passwordField}
        label={t('signIn.password')}
        autoComplete="current-password"
        value={password}
        error={tried && !password ? t('signIn.needPassword') : null}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.password') }}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
        }}
      />
      <Button type="submit" size="lg" fullWidth loading={signIn.isPending}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}

/** What the QR code of a sign-in card brings along. */
function cardInAddress(): { login: string; code: string } {
  const card = new URLSearchParams(window.location.hash.slice(1));
  return { login: card.get('login') ?? '', code: card.get('code') ?? '' };
}
