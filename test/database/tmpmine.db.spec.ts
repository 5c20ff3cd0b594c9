import { ProductModule } from '../../apps/cli/src/product.module.js';
import { seedCity } from '../../apps/cli/src/seed/demo-city.js';
import { seedHistory } from '../../apps/cli/src/seed/demo-history.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../apps/cli/src/seed/demo-accounts.js';
import { CourseService, listCourseFolders } from '#libs/courses';
import { EvaluationService, MandateService, TallyService } from '#libs/mandates';
import { systemActor } from '#libs/actor';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import cookie from '@fastify/cookie';
import { PermissionGuard } from '../../apps/api/src/http/permission.guard.js';
import { ProblemFilter } from '../../apps/api/src/http/problem.filter.js';
import { RouteInterceptor } from '../../apps/api/src/http/route.interceptor.js';
import { SessionController } from '../../apps/api/src/session/session.controller.js';
import { ObligationsController } from '../../apps/api/src/obligations/obligations.controller.js';
import { ReportsController } from '../../apps/api/src/reports/reports.controller.js';
import { SchoolController } from '../../apps/api/src/school/school.controller.js';
import { emptyDatabase } from '../support/database.js';
import { openApiDocument } from '../../apps/api/src/openapi.js';
import { writeFileSync } from 'node:fs';

it('works', async () => {
  const config = await emptyDatabase();
  @Module({
    imports: [ProductModule.for(config)],
    controllers: [SessionController, ObligationsController, ReportsController, SchoolController],
    providers: [
      { provide: APP_GUARD, useClass: PermissionGuard },
      { provide: APP_INTERCEPTOR, useClass: RouteInterceptor },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
  })
  class M {}
  const app = await NestFactory.create<NestFastifyApplication>(M, new FastifyAdapter(), { logger: ['error'] , abortOnError: false});
  await app.register(cookie as never);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const out: string[] = [];
  const say = (x: unknown) => out.push(typeof x === 'string' ? x : JSON.stringify(x, null, 1));
  try {
    let t = Date.now();
    await seedCity(app); say(`seed ${Date.now() - t}`); t = Date.now();
    for (const f of await listCourseFolders('courses')) { try { await app.get(CourseService).publishFolder(systemActor, f); } catch (e) { say(`course ${f}: ${String(e)}`); } }
    await app.get(MandateService).publishFolder(systemActor, 'courses/mandates'); say(`publish ${Date.now() - t}`); t = Date.now();
    await app.get(EvaluationService).runDue(null); say(`due ${Date.now() - t}`); t = Date.now();
    await seedHistory(app); say(`history ${Date.now() - t}`); t = Date.now();
    say(await app.get(EvaluationService).evaluateAll()); say(`all ${Date.now() - t}`);
    say(await app.get(TallyService).verify());
    await app.get(TallyService).fold();
    say(await app.get(TallyService).verify());
    const server = app.getHttpAdapter().getInstance();
    const call = async (login: string, url: string, method: 'GET' | 'POST' = 'GET', payload?: object) => {
      const s = await server.inject({ method: 'POST', url: '/session', payload: { login, password: DEMO_PASSWORD } });
      const cookieHeader = String(s.headers['set-cookie']).split(';')[0];
      const t0 = Date.now();
      const r = await server.inject({ method, url, headers: { cookie: cookieHeader }, payload });
      say(`=== ${login} ${method} ${url} → ${r.statusCode} ${Date.now() - t0}ms`);
      return r;
    };
    const seen = new Set<string>();
    for (const a of DEMO_ACCOUNTS) {
      const role = a.roles?.[0]?.role ?? 'none';
      if (seen.has(role)) continue; seen.add(role);
      const r = await call(a.login, '/me/obligations'); say(r.body.slice(0, 6000));
      if (['department-head', 'training-clerk', 'school-coordinator', 'hr-office'].includes(role)) {
        const c = await call(a.login, '/reports/compliance'); say(c.body.slice(0, 4000));
        const p = await call(a.login, '/reports/compliance/people?state=open&limit=3'); say(p.body);
        const e = await call(a.login, `/reports/compliance/export?reason=${encodeURIComponent('점검')}`); say(e.headers); say(e.body.slice(0, 900));
        const bad = await call(a.login, '/reports/compliance/export'); say(bad.body);
      }
      if (role === 'class-teacher') {
        const c = await call(a.login, '/school/classes'); say(c.body.slice(0, 3000));
        const id = c.json().items[0].unit.id;
        const p = await call(a.login, `/school/classes/${id}`); say(p.body.slice(0, 2500)); say(JSON.stringify(p.json().sessions));
        const k = await call(a.login, `/school/classes/${id}/codes`, 'POST', {}); say(k.body.slice(0, 400));
        const n = await call(a.login, `/school/classes/${id}/sessions`, 'POST', { heldOn: '2026-11-20', title: 'x', minutes: 45, topics: ['gender'], mode: 'in-person', method: 'participatory', absent: [] }); say(n.body);
        const w = await call(a.login, `/school/classes/${id}/sessions`, 'POST', { heldOn: '2026-13-20', topics: ['nope'] }); say(w.body);
        const pr = await call(a.login, `/school/present/w2-right-to-decide`); say(pr.body.slice(0, 300));
      }
    }
    openApiDocument(app); say('openapi ok');
  } finally {
    writeFileSync('/tmp/cw/mine.txt', out.join('\n'));
    await app.close();
  }
});
