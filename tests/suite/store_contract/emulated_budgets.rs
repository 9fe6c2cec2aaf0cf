//! What calls cost on DynamoDB, in the units that are paid for, against the budgets of ARCHITECTURE.md.
