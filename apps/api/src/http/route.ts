import type { Permission } from '#libs/actor';
import { HttpCode, RequestMapping, RequestMethod, SetMetadata, applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';

export const ROUTE = 'madang:route';

export interface RouteSpec {
  readonly summary: string;
  /** Who may call it. Refused by the global guard unless this is stated. */
  readonly allow: Permission | 'signed-in' | 'public';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** What leaves: fields that the schema does not name are dropped. Absent for 204, files and streams. */
  readonly response?: z.ZodType;
  /** 200 unless said otherwise. */
  readonly status?: number;
  /** A creating POST that honours `Idempotency-Key`. */
  readonly idempotent?: boolean;
  /** Media type of a body that is not JSON; it reaches the route as a Buffer. */
  readonly consumes?: string;
  /** Media type of a response that is not JSON. */
  readonly produces?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { target: 'openapi-3.0', io, unrepresentable: 'any', reused: 'inline' }) as Record<
    string,
    unknown
  >;

/** Every field of a query or path schema as a parameter of the OpenAPI document. */
function parameters(schema: z.ZodObject | undefined, decorate: typeof ApiQuery | typeof ApiParam): MethodDecorator[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) =>
    decorate({
      name,
      required: !z.safeParse(field as z.ZodType, undefined).success,
      schema: jsonSchema(field as z.ZodType, 'input'),
    }),
  );
}

/**
 * Declares a route: its permission, its input and its output in one place. The same schemas validate the request,
 * shape the response and make the OpenAPI document.
 */
export function Route(method: Method, path: string, spec: RouteSpec): MethodDecorator {
  const status = spec.status ?? 200;
  return applyDecorators(
    RequestMapping({ method: RequestMethod[method], path }),
    SetMetadata(ROUTE, spec),
    HttpCode(status),
    ApiOperation({ summary: spec.summary }),
    ...parameters(spec.params, ApiParam),
    ...parameters(spec.query, ApiQuery),
    ...(spec.idempotent === true
      ? [
          ApiHeader({
            name: 'Idempotency-Key',
            required: false,
            description: 'The same key answers with the first result',
          }),
        ]
      : []),
    ...(spec.body ? [ApiBody({ schema: jsonSchema(spec.body, 'input') })] : []),
    ...(spec.consumes === undefined
      ? []
      : [ApiConsumes(spec.consumes), ApiBody({ schema: { type: 'string', format: 'binary' } })]),
    ApiResponse({
      status,
      description: spec.summary,
      ...(spec.response
        ? { schema: jsonSchema(spec.response, 'output') }
        : spec.produces
          ? { content: { [spec.produces]: { schema: { type: 'string', format: 'binary' } } } }
          : {}),
    }),
    ApiResponse({
      status: '4XX',
      description: 'A refusal, RFC 9457',
      content: { 'application/problem+json': { schema: jsonSchema(problemSchema, 'output') } },
    }),
  );
}

/** Groups the routes of a controller in the OpenAPI document. */
export const Tag = ApiTags;

/** RFC 9457 with what we add: a stable code, the fields that are wrong, the request's id for support. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
