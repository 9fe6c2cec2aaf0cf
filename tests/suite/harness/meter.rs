//! What a client calls on DynamoDB, and what it costs, in the units that are paid for.
//!
//! The emulator counts as the service documents it: a write unit a kilobyte begun, a read unit four, half for a read
//! that may lag, twice for a transaction, and a write unit for every change of a row in an index.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
    BeforeTransmitInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::{delete_item, get_item, put_item, query, transact_write_items, update_item};
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;

/// Asks for every call's cost, and keeps what was called.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Metered>>);

/// What was called, and what it cost.
#[derive(Debug, Clone, Default)]
pub struct Metered {
    /// The operations in order, every attempt: `GetItem`.
    pub calls: Vec<String>,
    /// Read and write units together.
    pub units: f64,
}

impl Metered {
    /// How often an operation was called.
    pub fn count(&self, operation: &str) -> usize {
        self.calls.iter().filter(|call| *call == operation).count()
    }
}

impl Meter {
    /// What there was since it was last asked.
    pub fn read(&self) -> Metered {
        std::mem::take(&mut self.0.lock().expect("only added to"))
    }
}

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "Meter"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut();
        let asked = Some(ReturnConsumedCapacity::Total);
        if let Some(input) = input.downcast_mut::<transact_write_items::TransactWriteItemsInput>() {
            input.return_consumed_capacity = asked;
        } else if let Some(input) = input.downcast_mut::<get_item::GetItemInput>() {
            input.return_consumed_capacity = asked;
        } else if let Some(input) = input.downcast_mut::<query::QueryInput>() {
            input.return_consumed_capacity = asked;
        } else if let Some(input) = input.downcast_mut::<update_item::UpdateItemInput>() {
            input.return_consumed_capacity = asked;
        } else if let Some(input) = input.downcast_mut::<put_item::PutItemInput>() {
            input.return_consumed_capacity = asked;
        } else if let Some(input) = input.downcast_mut::<delete_item::DeleteItemInput>() {
            input.return_consumed_capacity = asked;
        }
        Ok(())
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        // `DynamoDB_20120810.GetItem`
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        self.0.lock().expect("only added to").calls.push(operation);
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Ok(output) = context.output_or_error() else { return Ok(()) };
        let units = if let Some(output) = output.downcast_ref::<transact_write_items::TransactWriteItemsOutput>() {
            Some(output.consumed_capacity().iter().filter_map(|table| table.capacity_units).sum())
        } else if let Some(output) = output.downcast_ref::<get_item::GetItemOutput>() {
            output.consumed_capacity().and_then(|table| table.capacity_units)
        } else if let Some(output) = output.downcast_ref::<query::QueryOutput>() {
            output.consumed_capacity().and_then(|table| table.capacity_units)
        } else if let Some(output) = output.downcast_ref::<update_item::UpdateItemOutput>() {
            output.consumed_capacity().and_then(|table| table.capacity_units)
        } else if let Some(output) = output.downcast_ref::<put_item::PutItemOutput>() {
            output.consumed_capacity().and_then(|table| table.capacity_units)
        } else if let Some(output) = output.downcast_ref::<delete_item::DeleteItemOutput>() {
            output.consumed_capacity().and_then(|table| table.capacity_units)
        } else {
            None
        };
        self.0.lock().expect("only added to").units += units.unwrap_or_default();
        Ok(())
    }
}
