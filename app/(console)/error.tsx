// A page of the console broke or its database is away: says which, keeps the shell, tries again.
'use client';
import { PageError } from '@/components/shell/page-error';

export default PageError;
