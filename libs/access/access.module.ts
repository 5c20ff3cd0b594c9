import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessToken, Account, IdempotencyKey, RateLimitWindow, RoleGrant, SignIn } from './access.entity.js';
import { AccessService } from './access.service.js';
import { AccountService } from './accounts.service.js';

import { RateLimit } from './rate-limit.service.js';
import { TokenService } from './tokens.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AccessToken, Account, SignIn, RoleGrant, RateLimitWindow, IdempotencyKey])],
  providers: [AccessService, AccountService, TokenService, RateLimit],
  exports: [AccessService, AccountService, TokenService, RateLimit],
})
export class AccessModule {}
