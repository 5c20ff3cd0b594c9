import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Account, IdempotencyKey, RateLimitWindow, RoleGrant, SignIn } from './access.entity.js';
import { AccessService } from './access.service.js';
import { AccountService } from './accounts.service.js';
import { RateLimit } from './rate-limit.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Account, SignIn, RoleGrant, RateLimitWindow, IdempotencyKey])],
  providers: [AccessService, AccountService, RateLimit],
  exports: [AccessService, AccountService, RateLimit],
})
export class AccessModule {}
