import './theme/layers.css';
import './theme/mantine.css';
import 'pretendard-gov/dist/web/variable/pretendardvariable-gov-dynamic-subset.css';
import './theme/tokens.css';
import './theme/global.css';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { makeQueryClient } from './app/query-client';
import { makeRouter } from './app/router';
import { startLanguage } from './i18n';
import { theme } from './theme/theme';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

await startLanguage();
const client = makeQueryClient();
const router = makeRouter(client);

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} forceColorScheme="light">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
