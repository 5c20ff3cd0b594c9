import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './Page.module.css';

/** Set by the router after the first page: only later ones move the focus. */
export const navigation = { moved: false };

interface Props {
  title: string;
  /** Shown above the title, e.g. the way back. */
  above?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  width?: 'normal' | 'narrow' | 'wide';
  /** Hides the heading from the eye but not from a screen reader. */
  quietTitle?: boolean;
  children: ReactNode;
}

/** A page's frame: names the browser tab, and after a navigation takes the focus to its heading. */
export function Page({ title, above, lead, actions, width = 'normal', quietTitle = false, children }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} | ${t('app.name')}`;
  }, [title, t]);
  useEffect(() => {
    if (navigation.moved) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes[width]}>
      {above && <div className={classes.above}>{above}</div>}
      <header className={quietTitle ? 'sr-only' : classes.head}>
        <div className={classes.titles}>
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </h1>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={`${classes.actions ?? ''} no-print`}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
