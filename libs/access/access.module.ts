import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Account, IdempotencyKey, RateLimit, RoleGrant, SignIn } from './access.entity.js';
import { AccessService } from './access.service.js';
import { AccountService } from './accounts.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Account, SignIn, RoleGrant, RateLimit, IdempotencyKey])],
  providers: [AccessService, AccountService],
  exports: [AccessService, AccountService],
})
export class AccessModule {}
