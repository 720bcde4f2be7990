// Says that the page around it lives. Every page of the console has one, so that answers may change what the server drew.
'use client';
import { useEffect } from 'react';
import { pageIsDrawn } from '@/lib/query/page-drawn';

export function PageDrawn() {
  useEffect(pageIsDrawn, []);
  return null;
}
